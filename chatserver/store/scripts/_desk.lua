-- Before every script on the desk.
-- KEYS: 1 waiting, 2 turn, 3 facts, 4 held, 5 load, 6 tickets, 7 owed.
--   held:    cid -> pseudonym(32) ticket(16) place(8) note
--   tickets: ticket -> pseudonym(32) note

local function renew(seconds)
  for i = 1, 7 do redis.call('EXPIRE', KEYS[i], seconds) end
end

local function lower(key, field)
  if redis.call('HINCRBY', key, field, -1) <= 0 then redis.call('HDEL', key, field) end
end

-- ARGV[1] is the channel of the desk in every script that changes the list.
local function tell() redis.call('SPUBLISH', ARGV[1], 'changed') end
