-- Put a parcel, made of a box, in its place.
-- KEYS: box, parcel. ARGV: parcel, seconds that it lives. 0: somebody else was first.
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('SETEX', KEYS[2], ARGV[2], ARGV[1])
redis.call('DEL', KEYS[1])
return 1
