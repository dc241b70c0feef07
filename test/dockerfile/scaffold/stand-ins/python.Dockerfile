# Poetry asks with a library that looks for the machine's certificates here
FROM python:3.13-slim
ENV REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
