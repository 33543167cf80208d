-- Somebody in line is at their page. ARGV: channel, lives, cid. 1, or 0 when they are not in line.
local facts = redis.call('HGET', KEYS[3], ARGV[3])
if not facts then return 0 end
redis.call('HSET', KEYS[3], ARGV[3], '1' .. string.sub(facts, 2))
renew(ARGV[2])
tell()
return 1
