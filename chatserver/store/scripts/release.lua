-- A conversation is over: nothing at the desk names it any more.
-- ARGV: channel, lives, cid, tagged ('1' when its ticket waits for a tag, '0' when it never began),
-- note for the ticket (sealed; that of the conversation goes with it).
-- KEYS[13]: counter of the day. 1 it was held, 0 it only waited or was gone already.
redis.call('ZREM', KEYS[1], ARGV[3])
redis.call('HDEL', KEYS[3], ARGV[3])
redis.call('HDEL', KEYS[9], ARGV[3])
forget_proposals(ARGV[3])
for _, guest in ipairs(guests_of(ARGV[3])) do
  lower(KEYS[5], string.sub(guest, 1, 32))
  stirs(string.sub(guest, 1, 32))
end
redis.call('HDEL', KEYS[8], ARGV[3])
local held = redis.call('HGET', KEYS[4], ARGV[3])
if held then
  local who = string.sub(held, 1, WHO)
  redis.call('HDEL', KEYS[4], ARGV[3])
  lower(KEYS[5], who)
  stirs(who)
  if ARGV[4] == '1' then
    redis.call('HSET', KEYS[6], string.sub(held, WHO + 1, TICKET), who .. ARGV[5])
    redis.call('HINCRBY', KEYS[7], who, 1)
    redis.call('INCR', KEYS[13])
    redis.call('EXPIRE', KEYS[13], 172800)
  end
end
renew(ARGV[2])
tell()
return held and 1 or 0
