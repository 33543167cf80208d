-- A conversation that was lost with the vault is at the desk again. KEYS[14]: returned.
-- ARGV: channel, lives, cid, mark, until when it may come back, now, note, rank in the line,
-- pseudonym ('' when nobody had it), ticket, place, arrival, turn, capacity,
-- whether the visitor is ready ('1' or '0').
-- 'held', 'front' and a turn when who had it has no room any more, 'line', 'there' when it has come
-- back already, 'spent' when it has and is over since.
local cid, who, ticket = ARGV[3], ARGV[9], ARGV[10]
if redis.call('HEXISTS', KEYS[4], cid) == 1 or redis.call('ZSCORE', KEYS[1], cid) then
  renew(ARGV[2])
  return {'there', 0}
end
if redis.call('ZSCORE', KEYS[14], ARGV[4]) then return {'spent', 0} end
redis.call('ZREMRANGEBYSCORE', KEYS[14], '-inf', '(' .. ARGV[6])
redis.call('ZADD', KEYS[14], ARGV[5], ARGV[4])
redis.call('EXPIRE', KEYS[14], ARGV[2])
local done = {'line', 0}
if who ~= '' then
  -- It goes on: there is nothing to tag yet.
  local kept = redis.call('HGET', KEYS[6], ticket)
  if kept and string.sub(kept, 1, WHO) == who then
    redis.call('HDEL', KEYS[6], ticket)
    lower(KEYS[7], who)
  end
  if has_place(who, ARGV[14]) then
    redis.call('HSET', KEYS[4], cid,
      who .. ticket .. ARGV[11] .. number(ARGV[12]) .. number(ARGV[13]) .. ARGV[7])
    redis.call('HINCRBY', KEYS[5], who, 1)
    done = {'held', 0}
  else
    done = {'front', next_turn()}
  end
end
if done[1] ~= 'held' then
  redis.call('ZADD', KEYS[1], ARGV[8], cid)
  redis.call('HSET', KEYS[3], cid, ARGV[15] .. ARGV[7])
end
-- Since when was lost too; who had been taken before stands in the line with a half.
local was_taken = who ~= '' or tonumber(ARGV[8]) % 1 ~= 0
redis.call('HSETNX', KEYS[13], cid, was_taken and 't0' or 'w0')
renew(ARGV[2])
tell()
return done
