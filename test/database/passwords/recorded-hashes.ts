/**
 * Hashes of SHORT, written by the libraries that applications use: Django 5.2.19, Werkzeug 3.1.9, passlib 1.7.4, bcrypt 4.0.1,
 * argon2-cffi 25.1.0, pwdlib 0.3.1 on Python 3.11.7, and crypt(3) of Debian 12 (`crypt`). Recorded once, in November 2026.
 */
export const RECORDED = {
  'django pbkdf2_sha256': 'pbkdf2_sha256$1000000$4ub7fLRNA2xOhWSwRNCFwN$BFOys/PQFu7LxIkyDPtnrbccIAw5uGZGg2A9rsBy30U=',
  'django pbkdf2_sha1': 'pbkdf2_sha1$1000000$QZ8keV3UVUc7EdL1vGbEtN$lzeYvnbYuxmSvaFq5XbtPXEixsc=',
  'django argon2':
    'argon2$argon2id$v=19$m=102400,t=2,p=8$S1ZkZ2tINm85WVM0ZFVsVEwwaDNGTg$l8d3ogi33F0B0OBS3gyPcGNzAyjr0GuveY2Z/g8Knfs',
  'django bcrypt_sha256': 'bcrypt_sha256$$2b$12$eyPjQTQS50TazZAv.EAUre/cKi71ZJQUeaAAsqsv9qwNyECGWibt6',
  'django bcrypt': 'bcrypt$$2b$12$7/dQ6J4lHQpN2Pe6bVsed..y/SpOacA8Nk4DDMGBH./18nNXSR5pu',
  'django scrypt':
    'scrypt$16384$ECxLM82zx6uooNOUx1uK06$8$5$7irrlRYmZ3KIRYPFFKgb0xEfrk2p2OJqC5FBV57PWRd4ZPRFTjkEF0LCGAJ2tvFJTIrXVVQxlQfV444yKijA0Q==',
  'django md5': 'md5$zVJySNu7wEz4KHlAei64tJ$c2e667df011aaf7d1ec5015ecb2f06e0',
  'werkzeug scrypt':
    'scrypt:32768:8:1$RANapJaDtOn5L0bU$b3676bf9e64236fa6b13375af934dfefe81533c4d87c50b93fcc57892099dd61ad7ab6eb6786bb367ff118d01b63f17d6a3e2d6180b6cafd70e884bd1768e732',
  'werkzeug pbkdf2': 'pbkdf2:sha256:1000000$1DXEF2RC6Uty0d4N$075b6e2af03f2d7540299ce72b7be537f5a0624e30c8a7bde11812a3af5a1a41',
  'werkzeug pbkdf2 1000': 'pbkdf2:sha256:1000$fXzdaDdp0F5EBVbJ$eee761ed533d4479facc153f6d0bd97b73427960796b6c2f9ac2cfc34953f969',
  'passlib pbkdf2_sha1': '$pbkdf2$131000$IyREKAWAcA6hVOrdO6cU4g$212TY59M.tkBWYH1NCu4ut.WccE',
  'passlib pbkdf2_sha256': '$pbkdf2-sha256$29000$ojSmdO5dy5lzTsl5D2EsBQ$tBuKJQa5Gr7wAGlefwYdsSTbWYJHe1O/zHgyDAfqQAs',
  'passlib pbkdf2_sha512':
    '$pbkdf2-sha512$25000$HSNEyHmvdW6t9X6PMQbgnA$XjekrY.n.psteqRW3dyVCKtiq9w4abnGnzC4vco7SpPoZpjlflQ1HmTtWnRkws1R90XqRWQTIpX4grY.3ZPrng',
  'passlib scrypt': '$scrypt$ln=16,r=8,p=1$UEoJIWQMQQjBWMs5hzBmTA$+tJWfQ+UICWYB7xqlQQNnsRgd0wfA2lSghxjRaiOi/A',
  'passlib sha512_crypt':
    '$6$rounds=656000$JVwJaqVtTXvAy0s8$hxSU/f6vA4LuQPfljTReMagT6LQKTliGx47pFBZy9PFEmVcDaVl1wTyXXhOgwlT8UnlWEg6AtvfU6Pb2wIuq6/',
  'passlib sha256_crypt': '$5$rounds=535000$VDirpM5/17c51eMW$MVX0IW1Vo46S/xMM/hsZ1RMfS0q.rW.9SRy8HiwpiS9',
  'passlib md5_crypt': '$1$JSZ.XO.3$W7oCJQyF4sjLsn5tB17it0',
  'passlib apr_md5_crypt': '$apr1$Vi.PwaPe$CelXZrraqGsv/2tXb9Bt1.',
  'passlib phpass': '$P$BeSBazkmqFaCySKzSVaX2NvR7z9XXe1',
  'passlib ldap_sha1': '{SHA}PUCk80oqMDJGyD+GPHZQh2MPD5I=',
  'passlib ldap_md5': '{MD5}mPhgpomuiFGH19NnflxkLw==',
  'passlib ldap_salted_md5': '{SMD5}O7+nNvsJxGvVlhEimUtAFbpXyhk=',
  'passlib ldap_salted_sha1': '{SSHA}8Q2HbDcK5L0HLAQGkMjtduY0JV0pJaRU',
  'passlib ldap_salted_sha256': '{SSHA256}2mcXxLT2YenIW0AGkar5J0L8XzpO7aDFX2+AEoRNd8jIWav1ntP6Pw==',
  'passlib ldap_salted_sha512':
    '{SSHA512}Uu48uKHmDCF61GM4jCZiTgFaV4jbVNtIZyK65CfGBHsHHAlLaIJyMHa65b+4XTugWC9mIQEfPiAUu4Bmu0Br56g1BuB87733',
  'passlib ldap_pbkdf2_sha256': '{PBKDF2-SHA256}29000$0noPAWBs7X2v9T7nvFdqjQ$3L/BkHfSrL4CLmLuyv6b91zobjhvjWQPuXarAgWcLNo',
  'passlib ldap_sha512_crypt':
    '{CRYPT}$6$rounds=656000$nE2RLsskI97wrFiJ$SOh.QlwcaWC5OcTTgYQ1WKuX7iaN7vWbKUrX4dk72T3Vo4Y11d.NXeGkZVd0AoYpWVSieyzSNnVThSnPGjJtB.',
  'passlib mysql41': '*6ADC9BFD5E244BD4313FAC07577AD3F236AD26C4',
  'passlib nthash': '3e4b2b7a66efbade152e36680452ec18',
  'passlib grub_pbkdf2_sha512':
    'grub.pbkdf2.sha512.25000.889192528A51AAD55A6BED3D07C0584B4989B1562A45E8BD57EA9DB3764E09C1F8FF7FAF154208418891B2F6FEBF778EF15E8B9192D27A2F254408A1D41A0320.C45FBDF246AAE7DEB2F9E0551D96F7B5BA70F9C45BB69B38807AA743AF1998DD01F4EEF29C9EB09ED750F586E5C2B2971E988ED2B0DC62302302C1F4069FAF1A',
  'passlib django_salted_sha1': 'sha1$iIdSnhMxgf3Y$5ea1c6535e8d99042421582f4092434caf12b5cc',
  'passlib django_salted_md5': 'md5$UH99E5W3su6M$3b8de218a5a283b8241c457a73a80ab0',
  'passlib bcrypt_sha256': '$bcrypt-sha256$v=2,t=2b,r=12$XTJ./dex76q2lF0j3FwZSe$u2ov9vatrBTtaNJfqhtJqfRKQQeifwW',
  'passlib bcrypt': '$2b$09$NXrSIQDRWJWy6c6ECLnaX.RAO72.qw/imuM/QKu6XGYRWKJUolt9e',
  'passlib argon2': '$argon2id$v=19$m=1024,t=1,p=4$ure21to7JyQEQKj1XgthzA$trWD137iR6f9oMApBO1SPkLzbEbKwZVXRg+4RVPAgt0',
  'passlib atlassian_pbkdf2_sha1': '{PKCS5S2}ZUxJqdXaG4PQWovR+l/rHeuH5NTnnxee1Kvs8EWTTBExUFHBumX4VK1NHQJsK8ef',
  'passlib cta_pbkdf2_sha1': '$p5k2$1ffb8$T6k1BoAQAsAY41wrxfh_Lw==$D5_NtUROY6SeRu1xKXeNpkv3WSM=',
  'passlib dlitz_pbkdf2_sha1': '$p5k2$1ffb8$zEd.vmMbHnsl289J$.RGizxhZQ8OBy4C3AukRiK9HSjGPqKyZ',
  'passlib sun_md5_crypt': '$md5,rounds=34000$pC0OdsIm$$vnGx7jyVIBv1ugTK9v0qC0',
  'passlib sha1_crypt': '$sha1$480000$NA0lZ3Yp$ozyVmkAm9n4AQr5IDJPmWA3e5iaV',
  'passlib fshp': '{FSHP1|16|480000}nhPivNd6j7FWCuE8Z0zJeURwk/8g3mSjsSYffpvE7J8P1CI/whlVWCOnFGeppSze',
  'passlib sha512_crypt 5000':
    '$6$QCAdIvDVNDtgy/Wm$xjnVdXlbEO1M1PKAH5aZomQWqfvc0rlagPG.v8rbhO1pQHDngZExJVOO3.UWCUi6nSYoxzvCp7mnibrk/jUkn.',
  'passlib sha256_crypt 120000': '$5$rounds=120000$zJQqLUiTQHJ4HbRa$Og2XmriBl6iLl60Mpsoy3niT3jrY08HjCjfonS0sgz7',
  'passlib postgres_md5 ada': 'md51b480588005103ed10a727dba29cf233',
  'argon2-cffi id': '$argon2id$v=19$m=65536,t=3,p=4$zTopUzBeol14/kd/wvfngg$BwNRPcatJaqc41Cofkh0P2ptiLe6W0j3ZZJWl8SNJq0',
  'argon2-cffi i': '$argon2i$v=19$m=16384,t=3,p=4$YGjPEilmZTQXBsOll5K+nQ$vTWpkGnNNw6lJMFWRkZmShq8dRiK9QzhQFjN6AAS12M',
  'argon2-cffi d': '$argon2d$v=19$m=65536,t=3,p=4$uoK0H4Pn8iJO+qQH8bE8VA$+a2JKzrAwRCZc7F++CwwjMyfivpG6L1tzXw3+U/MV+M',
  'pwdlib recommended': '$argon2id$v=19$m=65536,t=3,p=4$2WByV9FcB5U56U2qvNx31A$+uNVTpPmnVOGFRgflQWSz/dVO44rYmjpEh9xl7sihRU',
  'bcrypt 2a 10': '$2a$10$3i2TnZCSXtpmvS8zhFAR3u6OUiFbvD7CVl2Q7kKklI5Q8XaB11dg2',
  'crypt yescrypt': '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$.wJZsyWNv/KdtfvWOD5lnwJFalWsWKyE7uO5hxoVcy4',
  'crypt scrypt': '$7$CU..../....2Q9obwLhin8qvQl6sisAO/$Lp9khatxkt4X1H8tnH2m.p936nJDTReZqfrG92cvBR6',
} as const;
