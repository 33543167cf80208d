-- Somebody at the desk becomes free, goes away, takes a break, or ends their shift.
-- ARGV: channel, lives, pseudonym, stance (a letter of _desk.lua; '' as it is), end of a break
-- (0 none), forget ('1': hard conversations are counted from nothing again), conversations at once
-- that they choose ('' as it is).
-- 1, or 0 for somebody of whom nothing is known here.
local who, stance = ARGV[3], ARGV[4]
local before = of_crew('w', who)
if not before then return 0 end
if stance ~= '' then
  redis.call('HSET', KEYS[10], 'w:' .. who, stance, 'e:' .. who, ARGV[5])
  redis.call('HDEL', KEYS[10], 'x:' .. who)
  if stance ~= 'f' then withdraw(who) elseif before ~= 'f' then stirs(who) end
end
if ARGV[6] == '1' then redis.call('HDEL', KEYS[10], 'h:' .. who) end
if ARGV[7] ~= '' then redis.call('HSET', KEYS[10], 'c:' .. who, ARGV[7]) end
renew(ARGV[2])
tell()
return 1
