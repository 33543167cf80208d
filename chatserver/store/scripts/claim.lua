-- The one atomic claim: take one of those in line.
-- ARGV: channel, lives, cid, pseudonym, ticket, place, capacity, now.
-- {cid, facts, turn, '1' if they were taken before}, or why not. The facts become the note that
-- the ticket keeps.
if of_crew('w', ARGV[4]) == 'e' then return 'shift_ends' end
if tonumber(redis.call('HGET', KEYS[7], ARGV[4]) or 0) > 0 then return 'untagged' end
local cid = ARGV[3]
-- A rehearsal fills nobody's hands: it is not among what they have, and whoever really waits is.
local rehearses = is_rehearsal(cid)
if not rehearses and not has_place(ARGV[4], ARGV[7]) then return 'at_capacity' end
if not redis.call('ZSCORE', KEYS[1], cid) then return 'taken' end
-- Who is proposed to a colleague is that colleague's for as long as they may think.
if (proposed_to(cid, ARGV[8]) or ARGV[4]) ~= ARGV[4] then return 'taken' end
local arrival, turn = tonumber(redis.call('ZSCORE', KEYS[1], cid)), next_turn()
if rehearses then arrival = arrival - REHEARSALS end
local returned = arrival % 1 ~= 0
if returned then arrival = arrival + CREDIT - 0.5 end
local facts = string.sub(redis.call('HGET', KEYS[3], cid) or '', 2)
redis.call('ZREM', KEYS[1], cid)
redis.call('HDEL', KEYS[3], cid)
redis.call('HSET', KEYS[4], cid, ARGV[4] .. ARGV[5] .. ARGV[6] .. number(arrival) .. number(turn) .. facts)
if not rehearses then redis.call('HINCRBY', KEYS[5], ARGV[4], 1) end
forget_proposals(cid)
-- Of who is taken again, the first time counts.
local since, moment = redis.call('HGET', KEYS[13], cid) or 'w0', tonumber(ARGV[8])
local letter = string.sub(since, 1, 1)
if letter == 'w' then count('taken', stretch(tonumber(string.sub(since, 2)), moment, WAITS)) end
if letter ~= 't' and not rehearses then is_now(cid, 't', moment) end
stirs(ARGV[4])
redis.call('HDEL', KEYS[10], 'x:' .. ARGV[4])
renew(ARGV[2])
tell()
return {cid, facts, turn, returned and '1' or '0'}
