-- A page of somebody is at the desk until then, whatever their role.
-- KEYS[1] present: by letter:pseudonym, i the id by which colleagues know them in this shift,
--   u until when a page of theirs is there (Unix seconds), f sealed: name, role, languages
-- ARGV: channel, lives, pseudonym, id (for who has none), now, until, gone since (of whom nothing
-- is kept any more), sealed facts. The id they have.
local who, now = ARGV[3], tonumber(ARGV[5])
local seen = redis.call('HGETALL', KEYS[1])
for i = 1, #seen, 2 do
  if string.sub(seen[i], 1, 2) == 'u:' and tonumber(seen[i + 1]) < tonumber(ARGV[7]) then
    local gone = string.sub(seen[i], 3)
    redis.call('HDEL', KEYS[1], 'i:' .. gone, 'u:' .. gone, 'f:' .. gone)
  end
end
local before = tonumber(redis.call('HGET', KEYS[1], 'u:' .. who) or 0)
redis.call('HSETNX', KEYS[1], 'i:' .. who, ARGV[4])
redis.call('HSET', KEYS[1], 'u:' .. who, math.max(before, tonumber(ARGV[6])), 'f:' .. who, ARGV[8])
redis.call('EXPIRE', KEYS[1], ARGV[2])
if before < now then redis.call('SPUBLISH', ARGV[1], 'changed') end
return redis.call('HGET', KEYS[1], 'i:' .. who)
