-- The visitor lets whoever sits in a place read. ARGV: place, field, value, lives, now, channel, news.
-- 1, or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p')
if not f[1] then return 'gone' end
if f[1] == 'w' then return 'out_of_turn' end
if not sits(ARGV[1], f[2]) then return 'not_yours' end
-- An old page never says that somebody is there: it is not to be taken for silent.
if f[1] == 'c' then redis.call('HDEL', KEYS[1], 'q') end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3], 's', 'o')
renew(ARGV[4], ARGV[5])
publish(ARGV[6], ARGV[7])
return 1
