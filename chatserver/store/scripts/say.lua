-- Keep one message. ARGV: seat, ref, sealed, lives, now, channel, connection, most messages.
-- Its number (the same for the same ref), or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'n')
if not f[1] then return 'gone' end
if not sits(ARGV[1], f[2]) then return 'not_yours' end
if ARGV[1] ~= 'v' and f[1] ~= 'o' then return 'out_of_turn' end
local ref = ARGV[1] .. ARGV[2]
local old = redis.call('HGET', KEYS[3], ref)
if old then
  renew(ARGV[4], ARGV[5]) -- a write, so that a WAIT covers the message too (pipeline.py)
  return tonumber(old)
end
local seq = tonumber(f[3]) + 1
if seq > tonumber(ARGV[8]) then return 'full' end
redis.call('HSET', KEYS[1], 'n', seq)
redis.call('HSET', KEYS[3], ref, seq)
redis.call('XADD', KEYS[2], seq .. '-0', 'm', ARGV[3])
renew(ARGV[4], ARGV[5])
publish(ARGV[6], 'm' .. ARGV[7] .. seq .. ':' .. ARGV[3])
return seq
