-- Withdraw or refuse the draft. KEYS: draft, record. ARGV: its id, then what is noted in the
-- record. Nothing of the draft stays. 0 if it is not there any more.
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('XADD', KEYS[2], 'MAXLEN', 10000, '*', unpack(ARGV, 2))
return 1
