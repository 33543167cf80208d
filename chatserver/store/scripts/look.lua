-- Everything of the crew at one moment: crew, proposed, declined, load, owed.
return {redis.call('HGETALL', KEYS[10]), redis.call('HGETALL', KEYS[11]),
  redis.call('HGETALL', KEYS[12]), redis.call('HGETALL', KEYS[5]), redis.call('HGETALL', KEYS[7])}
