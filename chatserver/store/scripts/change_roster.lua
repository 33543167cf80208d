-- Change something of the roster, and count that it changed.
-- KEYS: roster, the hash that holds it. ARGV: field, value. How often the roster has changed.
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return redis.call('HINCRBY', KEYS[1], 'changes', 1)
