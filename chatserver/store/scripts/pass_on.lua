-- Somebody does not take whom they were proposed; the next is asked. That is no miss.
-- ARGV: channel, lives, cid, pseudonym, until (not to be asked for this one again before).
-- 1, or 0 when they were not proposed any more.
local kept = redis.call('HGET', KEYS[11], ARGV[3])
if not kept or string.sub(kept, 1, 32) ~= ARGV[4] then return 0 end
redis.call('HDEL', KEYS[11], ARGV[3])
spare(ARGV[3], ARGV[4], ARGV[5])
redis.call('HDEL', KEYS[10], 'x:' .. ARGV[4])
stirs(ARGV[4])
renew(ARGV[2])
tell()
return 1
