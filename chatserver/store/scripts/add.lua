-- Raise many cells at once. KEYS: cells, cell keys. ARGV: for each cell its name, count, sum of keys.
for i = 1, #ARGV, 3 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
  redis.call('HINCRBY', KEYS[2], ARGV[i], ARGV[i + 2])
end
return #ARGV / 3
