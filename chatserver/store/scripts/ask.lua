-- The holder asks colleagues to take over or to join. ARGV: channel, lives, cid, pseudonym, ask
-- ('' no longer). 1, or why not.
local held = redis.call('HGET', KEYS[4], ARGV[3])
if not held or string.sub(held, 1, 32) ~= ARGV[4] then return 'not_yours' end
if ARGV[5] == '' then redis.call('HDEL', KEYS[9], ARGV[3])
else redis.call('HSET', KEYS[9], ARGV[3], ARGV[5]) end
renew(ARGV[2])
tell()
return 1
