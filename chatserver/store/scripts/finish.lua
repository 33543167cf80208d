-- End and destroy. ARGV: seat, channel, news. Deleting the wrapped data key is what
-- shreds the messages, wherever a copy of the store's memory may still lie.
-- 1, or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p')
if not f[1] then return 'gone' end
-- A guest may leave, and leaves the rest to who holds it.
if ARGV[1] ~= 'v' and ARGV[1] ~= f[2] then return 'not_yours' end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
publish(ARGV[2], ARGV[3])
return 1
