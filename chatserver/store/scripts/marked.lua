-- One side has opened, or read, everything up to a number.
-- ARGV: seat, number, lives, now, channel, news, opened or read. 1 noted, 0 nothing new, or why not.
local side = ARGV[1] == 'v' and 'v' or 'p'
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'n', 'd' .. side, 'r' .. side)
if not f[1] then return 'gone' end
if not sits(ARGV[1], f[2]) then return 'not_yours' end
local seq, opened, read = tonumber(ARGV[2]), tonumber(f[4]), tonumber(f[5] or 0)
if seq > tonumber(f[3]) then return 'out_of_turn' end
local is_read = ARGV[7] == 'read'
if seq <= (is_read and read or opened) then return 0 end
-- Who has read it has opened it, also where the word that said so was lost with a line.
redis.call('HSET', KEYS[1], 'd' .. side, math.max(seq, opened), 'r' .. side, is_read and seq or read)
renew(ARGV[3], ARGV[4])
publish(ARGV[5], ARGV[6])
return 1
