-- A colleague asks another one aside.
-- KEYS: 1 consults: by id, who asks(32) and who is asked(32)
--       2 one consult: a and b, the same two; f sealed: what was asked with; o sealed: what who is
--         asked sits down with; ga and gb sealed: the grants of each; n how many words there are;
--         w:number a sealed word; r:pseudonym ref the number of a word
-- ARGV: channel, lives of the list, of the consult, id, a, b, facts, most of one person.
-- 1, or why not.
local function isOf(both, who)
  return string.sub(both, 1, 32) == who or string.sub(both, 33) == who
end
if redis.call('EXISTS', KEYS[2]) == 1 then return 'out_of_turn' end
local many = 0
for _, both in ipairs(redis.call('HVALS', KEYS[1])) do
  if isOf(both, ARGV[5]) then many = many + 1 end
end
if many >= tonumber(ARGV[8]) then return 'at_capacity' end
redis.call('HSET', KEYS[2], 'a', ARGV[5], 'b', ARGV[6], 'f', ARGV[7], 'n', 0)
redis.call('HSET', KEYS[1], ARGV[4], ARGV[5] .. ARGV[6])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('SPUBLISH', ARGV[1], 'c' .. ARGV[4] .. ARGV[5] .. ARGV[6])
return 1
