-- Begin a conversation. ARGV: token, wrapped key, facts, share, hard end, lives, now, connection.
-- 1 made, 0 the id is known already.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 's', 'w', 't', ARGV[1], 'k', ARGV[2], 'a', ARGV[3], 'h', ARGV[4],
  'x', ARGV[5], 'n', 0, 'p', '', 'f', 0, 'v', ARGV[8], 'dv', 0, 'dp', 0, 'b', '')
renew(ARGV[6], ARGV[7])
return 1
