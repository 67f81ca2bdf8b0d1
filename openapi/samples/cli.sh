# With a token in OS_TOKEN, for example
huaweicloud-jobs wait {service}/{job_id} \
  --cloud {cloud} --region {region} \
  --project {project_id}
