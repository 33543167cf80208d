-- The mark by which this vault is told from one that was lost. KEYS: 1 born. ARGV: fresh mark, lives.
-- The mark there is; the fresh one when there is none.
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SETEX', KEYS[1], ARGV[2], ARGV[1]) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('GET', KEYS[1])
