-- Keep a field of the one who sits there. ARGV: seat, field, value, lives, now, channel, news,
-- new state ('' none), states in which this may be done.
-- 1, or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p')
if not f[1] then return 'gone' end
if ARGV[1] ~= 'v' and not sits(ARGV[1], f[2]) then return 'not_yours' end
if not string.find(ARGV[9], f[1], 1, true) then return 'out_of_turn' end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
if ARGV[8] ~= '' then redis.call('HSET', KEYS[1], 's', ARGV[8]) end
renew(ARGV[4], ARGV[5])
if ARGV[7] ~= '' then publish(ARGV[6], ARGV[7]) end
return 1
