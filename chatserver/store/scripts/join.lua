-- Stand in line.
-- ARGV: channel, lives, cid, facts, most waiting, now, hour, '1' for who only rehearses.
-- The place (1 is next), 0 when the list is full, -1 when somebody has taken this conversation.
if redis.call('HEXISTS', KEYS[4], ARGV[3]) == 1 then return -1 end
local rank = redis.call('ZRANK', KEYS[1], ARGV[3])
if rank then
  renew(ARGV[2]) -- a write, so that a WAIT covers the place too (pipeline.py)
  return rank + 1
end
-- A rehearsal takes nobody's place: neither in a list that is full, nor in front of anybody.
local rehearses = ARGV[8] == '1'
local length = rehearses and redis.call('ZCARD', KEYS[1]) or waiting()
if length >= tonumber(ARGV[5]) then return 0 end
redis.call('ZADD', KEYS[1], next_turn() + (rehearses and REHEARSALS or 0), ARGV[3])
redis.call('HSET', KEYS[3], ARGV[3], '1' .. ARGV[4])
is_now(ARGV[3], rehearses and 'd' or 'w', tonumber(ARGV[6]))
if not rehearses then
  count('came', nil, ARGV[7])
  keep_longest()
end
renew(ARGV[2])
tell()
return redis.call('ZRANK', KEYS[1], ARGV[3]) + 1
