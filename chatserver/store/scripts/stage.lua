-- Put back messages of a conversation that was lost, before it lives again.
-- ARGV: owner, number of the first, lives, messages. The number of the last, or why not.
-- Whoever begins anew takes the place of who began before: one page, perhaps with another line.
local first = tonumber(ARGV[2])
if redis.call('EXISTS', KEYS[1]) == 1 then return 'out_of_turn' end
if first == 1 then
  redis.call('DEL', KEYS[2], KEYS[3])
  redis.call('HSET', KEYS[3], 'owner', ARGV[1])
elseif redis.call('HGET', KEYS[3], 'owner') ~= ARGV[1] or redis.call('XLEN', KEYS[2]) ~= first - 1 then
  return 'out_of_turn'
end
for i = 4, #ARGV do redis.call('XADD', KEYS[2], (first + i - 4) .. '-0', 'm', ARGV[i]) end
for i = 2, 3 do redis.call('EXPIRE', KEYS[i], ARGV[3]) end
return first + #ARGV - 4
