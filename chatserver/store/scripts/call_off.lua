-- A rehearsal is over: nobody comes with its pass any more. KEYS: rehearsal. ARGV: id.
-- 1, or 0 when it is not the last one.
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'over', '1', 'x:' .. ARGV[1], redis.call('HGET', KEYS[1], 'until'))
redis.call('EXPIRE', KEYS[1], 7200)
return 1
