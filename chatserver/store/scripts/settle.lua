-- A ticket has its tag, or a reason to have none. 1 settled, 0 not theirs. KEYS[14]: tagged.
-- ARGV: channel, lives, pseudonym, ticket, hard ('1': their count of hard conversations grows),
-- minute of the tag (0: there is none), seconds that it is remembered who gave it.
local kept = redis.call('HGET', KEYS[6], ARGV[4])
if not kept or string.sub(kept, 1, 32) ~= ARGV[3] then return 0 end
redis.call('HDEL', KEYS[6], ARGV[4])
if is_rehearsal(ARGV[4]) then redis.call('HDEL', KEYS[13], ARGV[4])
else lower(KEYS[7], ARGV[3]) end
if ARGV[5] == '1' and of_crew('w', ARGV[3]) then
  redis.call('HINCRBY', KEYS[10], 'h:' .. ARGV[3], 1)
end
local minute = tonumber(ARGV[6])
if minute > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[14], '-inf', minute - ARGV[7])
  redis.call('ZADD', KEYS[14], minute, ARGV[3] .. ARGV[4])
  redis.call('EXPIRE', KEYS[14], ARGV[7])
end
stirs(ARGV[3])
renew(ARGV[2])
tell()  -- who owed a tag may be proposed somebody again
return 1
