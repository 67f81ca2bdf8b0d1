PROJECT_ID={project_id}
JOB_ID={job_id}

curl --fail-with-body \
  --header "X-Auth-Token: $OS_TOKEN" \
  --header "Content-Type: application/json" \
  "{host}{path}"
