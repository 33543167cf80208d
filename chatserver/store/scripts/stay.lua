-- A connected page keeps the conversation alive. ARGV: lives, now. 1, or 0 when it is gone.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
renew(ARGV[1], ARGV[2])
return 1
