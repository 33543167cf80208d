-- One of the two says a word, once for each ref. KEYS as in consult_call.lua.
-- ARGV: channel, lives of the list, of the consult, id, pseudonym, ref, sealed word, most words.
-- Its number, or why not.
local a, b = redis.call('HGET', KEYS[2], 'a'), redis.call('HGET', KEYS[2], 'b')
if not a then return 'gone' end
if a ~= ARGV[5] and b ~= ARGV[5] then return 'not_yours' end
if redis.call('HEXISTS', KEYS[2], 'ga') == 0 then return 'out_of_turn' end
local name = 'r:' .. ARGV[5] .. ARGV[6]
local known = redis.call('HGET', KEYS[2], name)
if known then return tonumber(known) end
if tonumber(redis.call('HGET', KEYS[2], 'n')) >= tonumber(ARGV[8]) then return 'full' end
local number = redis.call('HINCRBY', KEYS[2], 'n', 1)
redis.call('HSET', KEYS[2], 'w:' .. number, ARGV[7], name, number)
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('SPUBLISH', ARGV[1], 'w' .. ARGV[4] .. a .. b .. number .. ':' .. ARGV[7])
return number
