-- Somebody who is asked by name cannot come. ARGV: channel, lives, cid, pseudonym.
-- {place of who asks}, or why not.
local ask, held = redis.call('HGET', KEYS[9], ARGV[3]), redis.call('HGET', KEYS[4], ARGV[3])
if not ask or not held or only(ask) ~= ARGV[4] then return 'taken' end
redis.call('HDEL', KEYS[9], ARGV[3])
renew(ARGV[2])
tell()
return {string.sub(held, 49, 56)}
