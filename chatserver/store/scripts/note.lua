-- Note that somebody was shown the closing questions, or what they answered: each once.
-- KEYS: vouchers, box of the day. ARGV: number of the voucher, now, its end, seconds that vouchers
-- live, seconds that the box lives, name of the answer, sealed answer; without the last two: shown.
-- 1 noted, 0 nothing was: it was noted before, or was answered before it was shown.
-- Nothing here says when: vouchers end with a half hour, and the box has a name for a day.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
local shown, answered = 's' .. ARGV[1], 'a' .. ARGV[1]
local is_answer = ARGV[7] ~= nil
if is_answer and not redis.call('ZSCORE', KEYS[1], shown) then return 0 end
if redis.call('ZADD', KEYS[1], 'NX', ARGV[3], is_answer and answered or shown) == 0 then return 0 end
redis.call('EXPIRE', KEYS[1], ARGV[4])
if is_answer then
  redis.call('HSET', KEYS[2], ARGV[6], ARGV[7])
else
  redis.call('HINCRBY', KEYS[2], 'shown', 1)
end
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 1
