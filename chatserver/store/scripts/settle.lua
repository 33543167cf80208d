-- A ticket has its tag, or a reason to have none. ARGV: lives, pseudonym, ticket. 1 settled, 0 not theirs.
local kept = redis.call('HGET', KEYS[6], ARGV[3])
if not kept or string.sub(kept, 1, 32) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[6], ARGV[3])
lower(KEYS[7], ARGV[2])
renew(ARGV[1])
return 1
