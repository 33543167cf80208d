-- Propose somebody in line to one of the crew. Whom to whom was read and decided before, as the
-- languages are sealed; what must never be wrong is looked at again here.
-- ARGV: channel, lives, cid, pseudonym, since (when they were read to be idle), now, until,
-- capacity. 1 proposed, 0 it is otherwise by now.
local cid, who = ARGV[3], ARGV[4]
if not redis.call('ZSCORE', KEYS[1], cid) or redis.call('HEXISTS', KEYS[11], cid) == 1 then return 0 end
if not is_ready(who, ARGV[6], ARGV[8]) or of_crew('s', who) ~= ARGV[5] then return 0 end
for _, kept in ipairs(redis.call('HVALS', KEYS[11])) do
  if string.sub(kept, 1, 32) == who then return 0 end
end
redis.call('HSET', KEYS[11], cid, who .. number(ARGV[7]))
renew(ARGV[2])
tell()
return 1
