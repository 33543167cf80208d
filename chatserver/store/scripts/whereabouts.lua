-- Where a conversation stands at the desk. ARGV: cid. KEYS[14]: born.
-- {birth mark, held, guests, number in the line, facts}; '' for what there is not.
return {
  redis.call('GET', KEYS[14]) or '',
  redis.call('HGET', KEYS[4], ARGV[1]) or '',
  redis.call('HGET', KEYS[8], ARGV[1]) or '',
  redis.call('ZSCORE', KEYS[1], ARGV[1]) or '',
  redis.call('HGET', KEYS[3], ARGV[1]) or '',
}
