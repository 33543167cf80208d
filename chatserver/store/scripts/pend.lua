-- Keep a tag until it is counted; the same mark again corrects it.
-- KEYS: pending, counted. ARGV: mark, sealed. 1 kept, 0 counted already.
if redis.call('ZSCORE', KEYS[2], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
