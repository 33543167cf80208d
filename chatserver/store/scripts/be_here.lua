-- A page of a professional is at the desk until then. Whoever was away for longer than the grace
-- comes back as everybody comes: away, until they say that they are free.
-- ARGV: channel, lives, pseudonym, now, until, grace, sealed languages. 1.
local who, now = ARGV[3], tonumber(ARGV[4])
local stance, before = of_crew('w', who), tonumber(of_crew('u', who) or 0)
if not stance or (stance ~= 'b' and now - before > tonumber(ARGV[6])) then
  redis.call('HSET', KEYS[10], 'w:' .. who, 'a')
  redis.call('HDEL', KEYS[10], 'x:' .. who)
  stirs(who)
end
redis.call('HSET', KEYS[10], 'u:' .. who, math.max(before, tonumber(ARGV[5])), 'l:' .. who, ARGV[7])
redis.call('EXPIRE', KEYS[10], ARGV[2])
if before < now then tell() end
return 1
