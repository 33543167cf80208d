-- Before every script on the desk.
-- KEYS: 1 waiting, 2 turn, 3 facts, 4 held, 5 load, 6 tickets, 7 owed, 8 guests, 9 asks,
-- 10 crew, 11 proposed, 12 declined, 13 since. What one script has for itself begins at KEYS[14];
-- in those that count, KEYS[14] to [16] are the counts of the day, the week and the month.
--   facts:   cid -> ready(1: '1' at their page, as far as is known, '0' not) and the sealed facts
--   held:    cid -> pseudonym(32) ticket(16) place(8) arrival(12) turn(12) note
--            arrival: its number in the line; turn: numbers every change of who holds it
--   tickets: ticket -> pseudonym(32) note
--   guests:  cid -> who sits beside the holder, each: pseudonym(32) ticket(16) place(8) kind(1)
--            kind: 'p' may go on alone, 's' may not
--   asks:    cid -> how(1) and the sealed facts of a colleague's request
--            how: h to take over, j to join; H and J the same, of one colleague only, whose
--            pseudonym(32) stands before the facts; s to join, of supervisors only
--   crew:    n, a counter; and of each professional at the desk, by letter:pseudonym,
--            w stance: f free, a away, m away as they missed proposals, b on a break, r away
--              after one, e their shift ends   e end of the break, Unix seconds
--            s the step of the counter since which they are idle
--            u until when a page of theirs is there, Unix seconds   l sealed languages
--            x proposals missed in a row   h hard conversations since the last break
--            c conversations at once that they chose for themselves
--   proposed: cid -> pseudonym(32) until(12)
--   declined: cid -> who does not take this one for now, each: pseudonym(32) until(12)
--   since: cid -> what they are, and since which minute (Unix seconds, 0 when it is not known):
--     w wait and were never taken, t were taken (also if they wait again), u did not answer then,
--     d is a rehearsal (decision 0051): nothing of it is counted. So is its ticket -> d, until its tag
local GUEST, WHO, TICKET, ARRIVAL, TURN, NOTE = 57, 32, 48, 57, 69, 81
-- The line is in the order of arrival. Who comes back stands this much and a half in front of their
-- own (domain/desk.py, decision 0016); the half also tells that they were taken before.
local CREDIT = 200
-- Who only rehearses stands behind everybody: no turn is ever as high (next_turn).
local REHEARSALS = 1e12

local function renew(seconds)
  for i = 1, 13 do redis.call('EXPIRE', KEYS[i], seconds) end
end

local function lower(key, field)
  if redis.call('HINCRBY', key, field, -1) <= 0 then redis.call('HDEL', key, field) end
end

local function number(n) return string.format('%012d', n) end

-- KEYS[2] numbers arrivals, and every change of who holds a conversation: what has a higher
-- number came later, also if the life of the conversation hears of it earlier.
local function next_turn()
  local turn = redis.call('INCR', KEYS[2])
  if turn > 1 then return turn end
  -- An empty vault. It begins at the milliseconds since the end of 2023: further than a vault that
  -- was lost has counted, so that whoever comes back from it stands in front of whoever comes now
  -- (decision 0024). Twelve digits hold that until 2055.
  local time = redis.call('TIME')
  return redis.call('INCRBY', KEYS[2], (time[1] - 1700000000) * 1000 + math.floor(time[2] / 1000))
end

-- ARGV[1] is the channel of the desk in every script that changes the list.
local function tell() redis.call('SPUBLISH', ARGV[1], 'changed') end

-- The guests of a conversation as a list.
local function guests_of(cid)
  local kept, found = redis.call('HGET', KEYS[8], cid) or '', {}
  for at = 1, #kept, GUEST do found[#found + 1] = string.sub(kept, at, at + GUEST - 1) end
  return found
end

local function keep_guests(cid, guests)
  if #guests == 0 then redis.call('HDEL', KEYS[8], cid)
  else redis.call('HSET', KEYS[8], cid, table.concat(guests)) end
end

-- The pseudonym of who alone is asked; nil when it is not one.
local function only(ask)
  if string.find(ask, '^[HJ]') then return string.sub(ask, 2, 1 + WHO) end
end

-- Whether this conversation, or this ticket, is of a rehearsal.
local function is_rehearsal(name)
  return string.sub(redis.call('HGET', KEYS[13], name) or '', 1, 1) == 'd'
end

-- How many really wait.
local function waiting() return redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. REHEARSALS) end

-- What the desk knows of one of the crew; false for nothing.
local function of_crew(letter, who) return redis.call('HGET', KEYS[10], letter .. ':' .. who) end

-- From now on they stand behind everybody who has been idle longer.
local function stirs(who)
  if of_crew('w', who) then
    redis.call('HSET', KEYS[10], 's:' .. who, redis.call('HINCRBY', KEYS[10], 'n', 1))
  end
end

-- To whom somebody is proposed at this moment; nil for nobody.
local function proposed_to(cid, now)
  local kept = redis.call('HGET', KEYS[11], cid)
  if kept and tonumber(string.sub(kept, 33)) > tonumber(now) then return string.sub(kept, 1, 32) end
end

-- They are not asked for this one before that moment.
local function spare(cid, who, moment)
  redis.call('HSET', KEYS[12], cid, (redis.call('HGET', KEYS[12], cid) or '') .. who .. number(moment))
end

-- Nobody is asked any more whether they take this one.
local function forget_proposals(cid)
  redis.call('HDEL', KEYS[11], cid)
  redis.call('HDEL', KEYS[12], cid)
end

-- Nothing is proposed to somebody any more; nobody has missed anything by it.
local function withdraw(who)
  local kept = redis.call('HGETALL', KEYS[11])
  for i = 1, #kept, 2 do
    if string.sub(kept[i + 1], 1, 32) == who then redis.call('HDEL', KEYS[11], kept[i]) end
  end
end

-- Whether they may have one more: the desk allows so many, and they may have chosen fewer.
local function has_place(who, capacity)
  local most = math.min(tonumber(capacity), tonumber(of_crew('c', who) or capacity))
  return tonumber(redis.call('HGET', KEYS[5], who) or 0) < most
end

-- Whether a visitor may be proposed to them (domain/duty.py, is_ready).
local function is_ready(who, now, capacity)
  return of_crew('w', who) == 'f'
    and tonumber(of_crew('u', who) or 0) >= tonumber(now)
    and tonumber(redis.call('HGET', KEYS[7], who) or 0) == 0
    and has_place(who, capacity)
end

-- Where the stretches of a wait and of a conversation part, in seconds (domain/footfall.py).
local WAITS, LENGTHS = {60, 300, 900}, {300, 900, 1800, 3600}

-- How long the counts of a day, a week and a month live after their last change, in seconds.
local COUNTS_LIVE = {172800, 864000, 2851200}

-- What a month counts; the rest is shown of days and weeks only.
local MONTHLY = {left = true, unanswered = true, minutes = true}

-- In which stretch lies what began in that minute; nil when it is not known. Seconds are not kept,
-- so it is taken to have begun in the middle of its minute.
local function stretch(since, now, bounds)
  if since == 0 then return nil end
  local number = 0
  for _, bound in ipairs(bounds) do
    if now - since - 30 >= bound then number = number + 1 end
  end
  return number
end

-- One more of something, in a stretch and at an hour if there is one to tell. Hours are told by
-- the week only: of one night nobody shall know them (decision 0033).
local function count(what, within, hour)
  for i, lives in ipairs(COUNTS_LIVE) do
    local key = KEYS[13 + i]
    if i < 3 or MONTHLY[what] then
      redis.call('HINCRBY', key, what, 1)
      if within then redis.call('HINCRBY', key, what .. ':' .. within, 1) end
      if i == 2 and hour then redis.call('HINCRBY', key, what .. '@' .. hour, 1) end
      redis.call('EXPIRE', key, lives)
    end
  end
end

-- The line is as long as it is: the longest of the day and of the week is kept.
local function keep_longest()
  local length = waiting()
  for i = 1, 2 do
    local key = KEYS[13 + i]
    if length > tonumber(redis.call('HGET', key, 'line') or 0) then
      redis.call('HSET', key, 'line', length)
      redis.call('EXPIRE', key, COUNTS_LIVE[i])
    end
  end
end

-- From this minute on they are that.
local function is_now(cid, letter, now)
  redis.call('HSET', KEYS[13], cid, letter .. now - now % 60)
end
