"""Prints who boto3 is, as JSON. The service's address and STS come from the environment, nothing else."""

import json
import os

import boto3

# boto3 before 1.28 does not read this variable by itself.
sts = boto3.client("sts", endpoint_url=os.environ["AWS_ENDPOINT_URL_STS"])
identity = sts.get_caller_identity()
print(json.dumps({key: identity[key] for key in ("UserId", "Account", "Arn")}))
