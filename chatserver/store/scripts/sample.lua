-- One minute has passed at the desk; counted by whoever comes first in it.
-- ARGV: channel, lives, now, most waiting, open ('1': newcomers are let in), paused ('1').
-- 1 counted, 0 somebody has.
local now = tonumber(ARGV[3])
local minute = math.floor(now / 60)
-- Of the three the week's: it is there for every minute, and its name is not that of any other.
if tonumber(redis.call('HGET', KEYS[15], '_at') or 0) >= minute then return 0 end
redis.call('HSET', KEYS[15], '_at', minute)
count('minutes')
if ARGV[5] == '1' then count('open') end
if ARGV[6] == '1' then count('paused') end
if waiting() >= tonumber(ARGV[4]) then count('full') end
keep_longest()
if minute % 60 == 0 then
  -- A server of before let go of people without saying so here.
  local since = redis.call('HGETALL', KEYS[13])
  for i = 1, #since, 2 do
    local began = tonumber(string.sub(since[i + 1], 2))
    if began > 0 and began < now - 86400 then redis.call('HDEL', KEYS[13], since[i]) end
  end
end
return 1
