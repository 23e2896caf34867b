UPDATE job SET state='running',attempts=attempts+1,lease=lease+1,holder=$1,lease_until=$3
WHERE id=(SELECT id FROM job WHERE kind=$4 AND ((state='waiting' AND due_at<=$2) OR (state='running' AND lease_until<=$2))
          ORDER BY due_at,id LIMIT 1)
RETURNING id,kind,input,state,asked_at,due_at,attempts,lease,lease_until,holder,result,problem,ended_at,progress,stop
