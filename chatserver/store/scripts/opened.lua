-- One side has opened everything up to a number. ARGV: seat, number, lives, now, channel, news.
-- 1 noted, 0 nothing new, or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'n', 'dv', 'dp')
if not f[1] then return 'gone' end
if not sits(ARGV[1], f[2]) then return 'not_yours' end
local seq = tonumber(ARGV[2])
if seq > tonumber(f[3]) then return 'out_of_turn' end
local field, before = 'dp', f[5]
if ARGV[1] == 'v' then field, before = 'dv', f[4] end
if seq <= tonumber(before) then return 0 end
redis.call('HSET', KEYS[1], field, seq)
renew(ARGV[3], ARGV[4])
publish(ARGV[5], ARGV[6])
return 1
