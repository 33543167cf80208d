-- The append-only file was rewritten. KEYS: owed. ARGV: what was owed when that began.
-- If more was counted since, it is still owed. 1 done, 0 still owed.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return 1
