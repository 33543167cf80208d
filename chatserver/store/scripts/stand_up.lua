-- Somebody stands up; what was theirs in this conversation goes.
-- ARGV: place, place of who takes over ('' nobody), turn of the desk (0 for a guest), lives, now,
-- channel, news. 1, also when somebody has sat down there meanwhile; or why not.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'f')
if not f[1] then return 'gone' end
if ARGV[1] == 'v' then return 'not_yours' end
local turn, known = tonumber(ARGV[3]), tonumber(f[3])
if turn > known or (turn == known and f[2] == ARGV[1]) then
  -- Of who sat there before that, nobody may have told us.
  if f[2] ~= '' and f[2] ~= ARGV[2] then clear(f[2]) end
  redis.call('HSET', KEYS[1], 'p', ARGV[2], 'f', turn)
  if ARGV[2] == '' then
    redis.call('HSET', KEYS[1], 's', 'w')
    clear_all()
  else
    redis.call('HDEL', KEYS[1], 'u:' .. ARGV[2])
  end
end
clear(ARGV[1])
renew(ARGV[4], ARGV[5])
publish(ARGV[6], ARGV[7])
return 1
