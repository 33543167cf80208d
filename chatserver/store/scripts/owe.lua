-- A ticket that was lost with the vault waits for its tag again. KEYS[14]: returned.
-- ARGV: channel, lives, cid, pseudonym, ticket, note, until when it may come back, now.
-- 'owed', also when it was already; 'there' when its conversation has come back; 'spent' when it
-- was owed before in this vault, and is no more.
if redis.call('HEXISTS', KEYS[4], ARGV[3]) == 1 or redis.call('ZSCORE', KEYS[1], ARGV[3]) then
  return 'there'
end
if redis.call('ZSCORE', KEYS[14], ARGV[5]) then
  return redis.call('HEXISTS', KEYS[6], ARGV[5]) == 1 and 'owed' or 'spent'
end
redis.call('ZREMRANGEBYSCORE', KEYS[14], '-inf', '(' .. ARGV[8])
redis.call('ZADD', KEYS[14], ARGV[7], ARGV[5])
redis.call('EXPIRE', KEYS[14], ARGV[2])
redis.call('HSET', KEYS[6], ARGV[5], ARGV[4] .. ARGV[6])
redis.call('HINCRBY', KEYS[7], ARGV[4], 1)
renew(ARGV[2])
tell()
return 'owed'
