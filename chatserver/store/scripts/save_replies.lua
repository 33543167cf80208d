-- Keep the next version of the replies, if nobody else did. KEYS: replies, their days, record.
-- ARGV: number of the version that was changed, the next, its day, how many are kept, what the
-- record says. 0: another one is the newest.
local newest = 0
for _, number in ipairs(redis.call('HKEYS', KEYS[2])) do
  newest = math.max(newest, tonumber(number))
end
if newest ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], newest + 1, ARGV[2])
redis.call('HSET', KEYS[2], newest + 1, ARGV[3])
redis.call('HDEL', KEYS[1], newest + 1 - tonumber(ARGV[4]))
redis.call('HDEL', KEYS[2], newest + 1 - tonumber(ARGV[4]))
redis.call('XADD', KEYS[3], 'MAXLEN', 10000, '*', unpack(ARGV, 5))
return 1
