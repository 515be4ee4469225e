"""Prints as JSON what cloud-init crawls on an EC2 instance, and every warning that it logs on the way.

cloud-init knows by the firmware where it runs; `aws` or `unknown` is given as an argument instead.
"""

import json
import logging
import sys

from cloudinit.helpers import Paths
from cloudinit.sources.DataSourceEc2 import DataSourceEc2

warnings = []


class Collector(logging.Handler):
    def emit(self, record):
        warnings.append(record.getMessage())


logging.getLogger().addHandler(Collector(logging.WARNING))


class Ec2(DataSourceEc2):
    # Refused requests are told at once and not after two minutes of trying.
    url_max_wait = 1

    def _get_cloud_name(self):
        return sys.argv[1]


source = Ec2({}, None, Paths({}))
crawled = source.crawl_metadata()
# cloud-init decodes text where it can; what is left are the bytes of the user data.
print(json.dumps({"crawled": crawled, "warnings": warnings}, default=lambda value: value.decode()))
