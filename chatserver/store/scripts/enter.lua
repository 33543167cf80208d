-- The visitor's page connects. ARGV: token, connection, lives, now, channel.
-- Each entry has a number: news of an earlier one, still on its way, ends nobody who came later.
-- All fields of life, or false when there is no such conversation for this token.
local token = redis.call('HGET', KEYS[1], 't')
if not token or token ~= ARGV[1] then return false end
redis.call('HSET', KEYS[1], 'v', ARGV[2])
renew(ARGV[3], ARGV[4])
redis.call('SPUBLISH', ARGV[5], 'r' .. ARGV[2] .. redis.call('HINCRBY', KEYS[1], 'e', 1))
return redis.call('HGETALL', KEYS[1])
