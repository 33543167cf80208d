-- Whoever has this seat puts something down that is put down once. KEYS as in consult_call.lua.
-- ARGV: channel, lives of the list, of the consult, id, pseudonym, seat (a or b), kind of news,
-- what has to lie there before ('' nothing), then names and values. 1, or why not.
local a, b = redis.call('HGET', KEYS[2], 'a'), redis.call('HGET', KEYS[2], 'b')
if not a then return 'gone' end
if redis.call('HGET', KEYS[2], ARGV[6]) ~= ARGV[5] then return 'not_yours' end
if ARGV[8] ~= '' and redis.call('HEXISTS', KEYS[2], ARGV[8]) == 0 then return 'out_of_turn' end
for i = 9, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 then return 'out_of_turn' end
end
for i = 9, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('SPUBLISH', ARGV[1], ARGV[7] .. ARGV[4] .. a .. b)
return 1
