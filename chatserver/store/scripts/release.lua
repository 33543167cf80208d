-- A conversation is over: nothing at the desk names it any more.
-- ARGV: channel, lives, cid, tagged ('1' when its ticket waits for a tag, '0' when it never began),
-- note for the ticket (sealed; that of the conversation goes with it), when it was over, the hour.
-- 1 it was held, 0 it only waited or was gone already.
local rehearses = is_rehearsal(ARGV[3])
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
  local ticket = string.sub(held, WHO + 1, TICKET)
  if not rehearses then lower(KEYS[5], who) end
  stirs(who)
  if ARGV[4] == '1' then
    redis.call('HSET', KEYS[6], ticket, who .. ARGV[5])
    -- The form of a rehearsal is practice: nobody who really waits waits for it.
    if rehearses then is_now(ticket, 'd', tonumber(ARGV[6]))
    else redis.call('HINCRBY', KEYS[7], who, 1) end
  end
end
local since = redis.call('HGET', KEYS[13], ARGV[3])
redis.call('HDEL', KEYS[13], ARGV[3])
if (since or held) and not rehearses then
  local letter, minute = string.sub(since or 't0', 1, 1), tonumber(string.sub(since or 't0', 2))
  if letter == 'w' and not held then
    count('left', stretch(minute, tonumber(ARGV[6]), WAITS), ARGV[7])
  elseif letter == 'u' or (held and ARGV[4] == '0') then
    count('unanswered')
  else
    -- Waiting still, although somebody has them: who took them did not count yet, in a deploy.
    if letter == 'w' then minute = 0 end
    count('ended', stretch(minute, tonumber(ARGV[6]), LENGTHS))
  end
end
renew(ARGV[2])
tell()
return held and 1 or 0
