"""Prints as JSON what botocore finds without any setting: the region, and a key."""

import json

from botocore.utils import InstanceMetadataFetcher, InstanceMetadataRegionFetcher

region = InstanceMetadataRegionFetcher().retrieve_region()
credentials = InstanceMetadataFetcher().retrieve_iam_role_credentials()
print(json.dumps({"region": region, "accessKeyId": credentials["access_key"]}))
