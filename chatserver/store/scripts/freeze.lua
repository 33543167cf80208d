-- Keep what is shown of closed months. KEYS: prints. ARGV: how many months the writer knew, then
-- for each new one its name and its prints. Nothing is ever written over: whoever knew fewer
-- months than there are, or names one that is there, writes nothing and has to read again.
if redis.call('HLEN', KEYS[1]) ~= tonumber(ARGV[1]) then
  return 0
end
for i = 2, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
    return 0
  end
end
for i = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
return 1
