-- A consult is over, and nothing of it is kept. KEYS as in consult_call.lua.
-- ARGV: channel, id, pseudonym of who ends it ('' nobody does), why. 1, 0 when there is none, or
-- why not.
local a, b = redis.call('HGET', KEYS[2], 'a'), redis.call('HGET', KEYS[2], 'b')
if not a then
  redis.call('HDEL', KEYS[1], ARGV[2])
  return 0
end
if ARGV[3] ~= '' and a ~= ARGV[3] and b ~= ARGV[3] then return 'not_yours' end
local why = ARGV[4]
if b == ARGV[3] and redis.call('HEXISTS', KEYS[2], 'o') == 0 then why = 'not_now' end
redis.call('DEL', KEYS[2])
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('SPUBLISH', ARGV[1], 'e' .. ARGV[2] .. a .. b .. why)
return 1
