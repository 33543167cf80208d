-- Propose a release. KEYS: draft, record. ARGV: id, number of the proposer's account, the draft;
-- then what is noted in the record, field and value. One draft at a time: 0 if there is another.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'id', ARGV[1], 'by', ARGV[2], 'draft', ARGV[3])
redis.call('XADD', KEYS[2], 'MAXLEN', 10000, '*', unpack(ARGV, 4))
return 1
