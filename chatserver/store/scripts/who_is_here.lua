-- Everybody who was seen, and how many conversations each has: present (be_seen.lua), load.
return {redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2])}
